// Who acted when an inference was made? The ledger takes any number for an agent: one that was never deployed, and one that has retired.

export type ActingAgent = 'ACTIVE' | 'RETIRED' | 'UNKNOWN'

/** null where nobody is named. The status is that of the moment. */
export function actingAgentOf(agentNumber: bigint, status: string | undefined): ActingAgent | null {
  if (agentNumber === 0n) return null
  if (status === undefined) return 'UNKNOWN'
  return status === 'ACTIVE' ? 'ACTIVE' : 'RETIRED'
}
