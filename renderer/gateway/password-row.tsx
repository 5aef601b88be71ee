import { useEffect, useRef, useState } from 'react';
import { ask, type Failure } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { CopyRow, type Copying } from './copy-row.tsx';

interface Props extends Copying {
  readonly connectionId: string;
  readonly onFailure: (failure: Failure | null) => void;
}

/** The local password: it is asked for when it is to be seen, and kept here for as long as it is. */
export function PasswordRow({ connectionId, onFailure, ...copying }: Props) {
  const [password, setPassword] = useState<string | null>(null);
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  const show = async (): Promise<void> => {
    const reply = await ask((bridge) => bridge.gateway.password({ connectionId }));
    if (!isThere.current) return;
    onFailure(reply.ok ? null : reply.error);
    if (reply.ok) setPassword(reply.value.password);
  };
  return (
    <CopyRow
      name="Local password"
      what="password"
      action={
        <Button
          size="small"
          look="quiet"
          aria-label={password === null ? 'Show local password' : 'Hide local password'}
          onPress={() => (password === null ? void show() : setPassword(null))}
        >
          {password === null ? 'Show' : 'Hide'}
        </Button>
      }
      {...copying}
    >
      {password ?? (
        <>
          <span aria-hidden="true">••••••••••••••••</span>
          <span className="spoken">Hidden</span>
        </>
      )}
    </CopyRow>
  );
}
