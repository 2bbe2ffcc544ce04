import type { Unreachable } from "./node-report";

/** Dynamic configuration by key; null where the value is sensitive and not told. */
export type Overrides = Readonly<Record<string, string | null>>;

/** What was set on running brokers and in no file. */
export interface BrokerOverrides {
  /** Of each broker that was asked for, by id (config source DYNAMIC_BROKER_CONFIG). */
  readonly brokers: Readonly<Record<number, Overrides | Unreachable>>;
  /** Cluster-wide (DYNAMIC_DEFAULT_BROKER_CONFIG). */
  readonly cluster: Overrides | Unreachable;
}
