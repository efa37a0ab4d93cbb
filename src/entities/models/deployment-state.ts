// Does an adapter stand on a host? A host that retires says nothing of the adapters on it, so that follows from both.

export type DeploymentState = 'DEPLOYED' | 'RETIRED' | 'HOST_RETIRED'

/** Of the status of the deployment and that of its host. Taken off, it stays so, whatever its host does. */
export function deploymentStateOf(deployment: string, host: string): DeploymentState {
  if (deployment !== 'DEPLOYED') return 'RETIRED'
  return host === 'RETIRED' ? 'HOST_RETIRED' : 'DEPLOYED'
}
