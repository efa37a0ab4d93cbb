// Every id is formed here and nowhere else. Decimal parts are zero-padded, so that ids sort as the chain counts; a number
// longer than its padding stands as it is, still unique.
import type { Position } from './event'

type Count = bigint | number

export const headId = (chainId: number): string => String(chainId)
export const accountId = (chainId: number, address: string): string => `${chainId}-${address.toLowerCase()}`
export const blockId = (chainId: number, number: number): string => `${chainId}-${pad(number, 10)}`
export const transactionId = (at: Pick<Position, 'chainId' | 'blockNumber' | 'transactionIndex'>): string =>
  `${blockId(at.chainId, at.blockNumber)}-t${pad(at.transactionIndex, 6)}`
export const coinMovementId = (transaction: string, ordinal: number): string => `${transaction}-${pad(ordinal, 4)}`
export const datanetId = (chainId: number, number: Count): string => `${chainId}-${pad(number, 10)}`
export const contributionId = (datanet: string, number: Count): string => `${datanet}-${pad(number, 10)}`
export const datanetVersionId = (datanet: string, version: Count): string => `${datanet}-v${pad(version, 10)}`
export const contributorStakeId = (datanet: string, address: string): string => `${datanet}-${address.toLowerCase()}`
export const baseModelId = (chainId: number, number: Count): string => `${chainId}-${pad(number, 10)}`
export const modelId = (chainId: number, number: Count): string => `${chainId}-${pad(number, 10)}`
export const modelVersionId = (model: string, version: Count): string => `${model}-v${pad(version, 10)}`
export const trainingDataId = (modelVersion: string, datanet: Count, version: Count): string =>
  `${modelVersion}-${pad(datanet, 10)}-v${pad(version, 10)}`
export const hostId = (chainId: number, host: string): string => `${chainId}-${host.toLowerCase()}`
export const adapterId = (chainId: number, number: Count): string => `${chainId}-${pad(number, 10)}`
export const adapterDeploymentId = (adapter: string, host: string): string => `${adapter}-${host.toLowerCase()}`
export const agentId = (chainId: number, number: Count): string => `${chainId}-${pad(number, 10)}`
export const inferenceId = (chainId: number, onChainId: string): string => `${chainId}-${onChainId.toLowerCase()}`
export const stakingConfigId = (chainId: number, number: Count): string => `${chainId}-${pad(number, 10)}`
export const tokenId = (chainId: number, symbol: string): string => `${chainId}-${symbol}`
export const tokenBalanceId = (token: string, address: string): string => `${token}-${address.toLowerCase()}`
export const tokenAllowanceId = (token: string, owner: string, spender: string): string =>
  `${token}-${owner.toLowerCase()}-${spender.toLowerCase()}`
export const withdrawalId = (chainId: number, hash: string): string => `${chainId}-${hash}`
export const oftLegId = (chainId: number, guid: string): string => `${chainId}-${guid}`
export const disputeId = (inference: string, method: string): string => `${inference}-${method}`
export const studioAccountId = (chainId: number, address: string): string => `${chainId}-${address.toLowerCase()}`
export const grantProgramId = (chainId: number): string => String(chainId)
export const grantId = (chainId: number, number: Count): string => `${chainId}-${pad(number, 10)}`
export const milestoneId = (grant: string, index: Count): string => `${grant}-m${pad(index, 10)}`
export const proposalId = (chainId: number, number: Count): string => `${chainId}-${pad(number, 10)}`
export const proposalActionId = (proposal: string, index: Count): string => `${proposal}-a${pad(index, 4)}`
export const voteId = (proposal: string, address: string): string => `${proposal}-${address.toLowerCase()}`
export const timelockOperationId = (chainId: number, operation: string): string =>
  `${chainId}-${operation.toLowerCase()}`
export const timelockCallId = (operation: string, index: Count): string => `${operation}-c${pad(index, 4)}`
export const proxyId = (chainId: number, address: string): string => `${chainId}-${address.toLowerCase()}`
/** Of a log that sets several at once. */
export const contractSettingId = (position: string, index: Count): string => `${position}-s${pad(index, 4)}`
export const airdropBatchId = (chainId: number, root: string): string => `${chainId}-${root.toLowerCase()}`
export const stakeId = (chainId: number, number: Count): string => `${chainId}-${pad(number, 10)}`
/** For everything that is exactly one log: claims, fee splits, rewards, withdrawals, slashes, row removals, skipped logs. */
export const positionId = (at: Pick<Position, 'chainId' | 'blockNumber' | 'logIndex'>): string =>
  `${at.chainId}-${pad(at.blockNumber, 10)}-${pad(at.logIndex, 6)}`
export const dataPointId = (contribution: string, row: Count): string => `${contribution}-${pad(row, 7)}`
export const runId = (inference: string, method: string): string => `${inference}-${method}`

function pad(count: Count, digits: number): string {
  return count.toString().padStart(digits, '0')
}
