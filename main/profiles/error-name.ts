/** AWS's name for what it has answered, such as `UnauthorizedException`; empty where nothing has. */
export function errorName(cause: unknown): string {
  return cause instanceof Error ? cause.name : '';
}
