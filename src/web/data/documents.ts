// The GraphQL documents this page asks, whole: they are what a reader would paste to get the same answers.

const decisionFields = `
  id chainId inferenceId fee output { text hash status } model { id name } modelVersion { id version } caller { address }
  block { number hash timestamp } transaction { hash } logIndex`

const verdictFields = 'verdicts { method status distancePpb reason }'

const metaFields = `_meta { block { number hash timestamp } hasIndexingErrors }`

export const decisionsDocument = `query Decisions($first: Int!, $after: String, $where: InferenceFilter) {
  ${metaFields}
  inferences(first: $first, after: $after, where: $where) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { ${decisionFields} }
  }
}`

/** The verdicts of so many inferences in one request, asked as `id0`, `id1` …, answered as `audit0`, `audit1` …. */
export function verdictsDocument(count: number): string {
  const numbers = Array.from({ length: count }, (_, number) => number)
  const variables = numbers.map((number) => `$id${number}: ID!`).join(', ')
  const audits = numbers.map((number) => `  audit${number}: audit(inference: $id${number}) { ${verdictFields} }`)
  return `query Verdicts(${variables}) {\n${audits.join('\n')}\n}`
}

export const decisionDocument = `query Decision($inferenceId: Bytes!, $chain: Int) {
  inference(inferenceId: $inferenceId, chain: $chain) { ${decisionFields} }
}`

/** Trace and audit in one request: one snapshot, so the marks belong to the very text they are drawn into. */
export const evidenceDocument = `query Evidence($id: ID!, $first: Int!, $after: String) {
  ${metaFields}
  trace(inference: $id, method: SUFFIX_ARRAY) {
    method methodVersion status distancePpb reason unattributedPpb
    inference { id output { text } }
    run { engine tokenizer dataSet parameters }
    claim { block { number hash timestamp } transaction { hash } logIndex root unattributedPpb }
    sources(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes {
        sharePpb claimedPpb reward
        contributor { address }
        dataPoint { id row text textStatus contribution { id contentRoot license datanet { id name } } }
        passages { start end text sourceStart sourceEnd credited reason }
        withheld
      }
      rest { count sharePpb }
    }
  }
  audit(inference: $id) {
    ${verdictFields}
    split { fee platform model compute stakers contributors difference conserved method }
  }
}`

export const newDecisionsDocument = `subscription NewDecisions { inferences { id } }`
