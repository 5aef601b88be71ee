/** In which forms a policy is copied. */
export const formatChoices = [
  { id: 'json', text: 'JSON' },
  { id: 'terraform', text: 'Terraform' },
  { id: 'cloudFormation', text: 'CloudFormation' },
  { id: 'command', text: 'aws iam command' },
  { id: 'message', text: 'Message to an administrator', lined: true },
] as const;

/** One of the forms. */
export type PolicyFormat = (typeof formatChoices)[number]['id'];

/** Whether a choice of a menu is one of the forms. */
export function isFormat(id: string): id is PolicyFormat {
  return formatChoices.some((one) => one.id === id);
}
