// Why an answer of an endpoint can't be used: it is not what was asked for, or it is, and can't be true.

/** It lacks something, or has another shape: a node that is ill, or not one. */
export class AnswerRefused extends Error {}

/** It contradicts itself, the question, or what a hash pins down: no honest node says so. */
export class Contradiction extends AnswerRefused {}
