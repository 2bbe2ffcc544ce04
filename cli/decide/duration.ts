/** What a playbook and the options of a roll take for a duration: `500ms`, `5m`, `2h`. */
export const durationForm = /^[1-9]\d*(ms|s|m|h)$/;
