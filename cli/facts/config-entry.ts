/** One key of DescribeConfigs v4, with where its values come from. */
export interface ConfigEntry {
  readonly name: string;
  readonly value?: string | null;
  /** Not changeable while the broker runs. */
  readonly readOnly: boolean;
  /** What is set where, by Kafka's ConfigSource: the first is in effect. Values of sensitive keys are null. */
  readonly synonyms: readonly { readonly name: string; readonly value?: string | null; readonly source: number }[];
}

/** Kafka's ConfigSource. */
export const configSource = { dynamicBroker: 2, dynamicDefault: 3, staticBroker: 4, kafkaDefault: 5 } as const;
