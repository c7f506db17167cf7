/** Namespace of every key that BullMQ keeps in Redis. */
export const queuePrefix = "windlass";
