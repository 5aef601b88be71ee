import { tokenServiceOf } from '../../app/tokens/model.ts';
import type { SignToken } from '../../app/tokens/ports.ts';
import { signWithDsqlSigner } from './dsql-signer.ts';
import { signWithRdsSigner } from './rds-signer.ts';

/** Signs a token as the service takes it whose name the database has. */
export const signToken: SignToken = (request, credentials) =>
  tokenServiceOf(request.host) === 'dsql'
    ? signWithDsqlSigner(request, credentials)
    : signWithRdsSigner(request, credentials);
