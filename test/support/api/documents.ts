// The documents that people script against, to the letter. A change here is a change of the outside, and needs a changelog entry.

export const META = `{ _meta { block { number hash timestamp } hasIndexingErrors } }`

export const DECISIONS = `query Decisions($first: Int!, $after: String) {
  inferences(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { cursor }
    nodes { id inferenceId fee output { text hash status } model { id name } modelVersion { id version } caller { address }
            block { number hash timestamp } transaction { hash } logIndex }
  }
}`

export const TRACE = `query Trace($id: ID!) {
  trace(inference: $id, method: SUFFIX_ARRAY) {
    method methodVersion status distance reason unattributedPpb
    inference { id output { text } }
    run { engine dataSet parameters }
    sources(first: 50) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes {
        sharePpb share claimedPpb reward
        contributor { address }
        dataPoint { id row text contribution { id contentRoot license datanet { id name } } }
        passages { start end text sourceStart sourceEnd }
      }
      rest { count sharePpb }
    }
  }
}`

export const LIVE = `query Live($text: String!, $version: ID!) {
  attribute(text: $text, modelVersion: $version) { tokens unattributedPpb
    shares { sharePpb dataPoint { id } contributor { address } }
    passages { start end text credited reason information owners sources { sourceStart sourceEnd dataPoint { id } } } } }`

export const AUDIT = `query Audit($id: ID!) {
  audit(inference: $id) {
    verdicts { method status distance reason }
    split { fee platform model compute stakers contributors difference conserved method }
  }
}`
