/**
 * Text as Terraform must find it in JSON so that it comes out verbatim: `${` and `%{` begin a template there,
 * and both are common in shell scripts (`${x}`, `curl -w '%{http_code}'`) and in configs (`${node.id}`).
 */
export const escapeTemplate = (text: string): string => text.replace(/([$%])\{/g, "$1$1{");
