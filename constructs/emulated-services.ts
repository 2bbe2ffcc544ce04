/**
 * Services whose endpoint is replaced in a place that has an `endpoint`. More than the shipped stacks use: a service
 * left out here would be asked for at AWS itself, with keys that mean nothing there.
 */
const services = [
  "autoscaling",
  "cloudwatch",
  "ec2",
  "iam",
  "kms",
  "route53",
  "s3",
  "secretsmanager",
  "ssm",
  "sts",
] as const;

/** The provider's endpoint overrides: one endpoint for every service. */
export const emulatedServices = (endpoint: string): Record<(typeof services)[number], string> =>
  Object.fromEntries(services.map((service) => [service, endpoint])) as Record<(typeof services)[number], string>;
