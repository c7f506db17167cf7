import { list, object, string, text, type Schema } from "../schema.js";
import { secretArn } from "../schemas/cloudformation.js";
import { kafkaTopic, range, type KafkaTopic } from "../schemas/kafka-topic.js";

export type KafkaEvent = KafkaTopic & { accessConfigurations: Record<string, string[] | null>; bootstrapServers: string[]; onFailureDestination?: string };

const some = (items: Schema): Schema => list(items, { minItems: 1 });
export const kafka = object(
  {
    accessConfigurations: object(
      {
        vpcSubnet: some(string({ pattern: /subnet-[a-z0-9]+/ })),
        vpcSecurityGroup: some(string({ pattern: /sg-[a-z0-9]+/ })),
        saslPlainAuth: some(secretArn),
        saslScram256Auth: some(secretArn),
        saslScram512Auth: some(secretArn),
        clientCertificateTlsAuth: some(secretArn),
        serverRootCaCertificate: some(secretArn),
      },
      { minProperties: 1 },
    ),
    bootstrapServers: some(text),
    onFailureDestination: text,
    provisionedPollerConfig: { type: "object", minProperties: 1, properties: { minimumPollers: range(1, 200), maximumPollers: range(1, 2000) } },
    ...kafkaTopic,
  },
  { required: ["accessConfigurations", "bootstrapServers", "topic"] },
);
