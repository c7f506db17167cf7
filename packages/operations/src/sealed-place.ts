/** Where each sealed value lives: what it is bound to, so that it cannot be read from another row. */
export const sealedPlace = {
  accountSecretKey: (accountId: string) => `aws_accounts/${accountId}/secret_key`,
  repositoryAccessToken: (repositoryId: string) => `repositories/${repositoryId}/access_token`,
  repositoryDeployKey: (repositoryId: string) => `repositories/${repositoryId}/deploy_key`,
  githubPrivateKey: (appId: string) => `github_apps/${appId}/private_key`,
  githubWebhookSecret: (appId: string) => `github_apps/${appId}/webhook_secret`,
  githubClientSecret: (appId: string) => `github_apps/${appId}/client_secret`,
  releaseContent: (stageId: string, number: number) => `releases/${stageId}/${number}/content`,
  stageParameter: (stageId: string, name: string) => `stage_parameters/${stageId}/${name}`,
} as const;
