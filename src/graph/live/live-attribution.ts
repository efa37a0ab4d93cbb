// What the graph needs of the engine to attribute a text on the spot; the API's process gives it, tests may give another.

export type LiveSource = { contributionId: string; row: number; sourceStart: number; sourceEnd: number }

export type LivePassage = {
  start: number
  end: number
  tokens: number
  information: number
  threshold: number
  owners: number
  credited: boolean
  reason: string | null
  sources: LiveSource[]
  sourcesTotal: number
}

export type LiveResult = {
  method: string
  engine: string
  dataSet: string
  parameters: Record<string, unknown>
  tokens: number
  unattributedPpb: number
  shares: { contributionId: string; row: number; sharePpb: number; tokens: number; evidence: number }[]
  passages: LivePassage[]
}

export type LiveAttribution = {
  /** Largest text taken, in bytes of UTF-8. */
  textLimitBytes: number
  attribute(request: { text: string; modelVersionId: string; signal: AbortSignal }): Promise<LiveResult>
}
