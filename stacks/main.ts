import { PlaceStack, synthesize } from "dataops/constructs";
import { KafkaWriteStack } from "./kafka-write";

synthesize((app) => {
  const clusters = [new KafkaWriteStack(app)];
  PlaceStack.ofEach(app, clusters);
});
