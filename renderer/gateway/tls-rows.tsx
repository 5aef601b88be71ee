import { Button } from '../ui/button.tsx';
import { CopyRow, type Copying } from './copy-row.tsx';

interface Props extends Copying {
  readonly isOn: boolean;
  readonly onTurnOn: () => void;
}

/**
 * Local TLS, as a client is told of it: verified with the CA file, it is how a client knows that nobody else has taken
 * the port.
 */
export function TlsRows({ isOn, onTurnOn, ...copying }: Props) {
  if (isOn) {
    return (
      <>
        <CopyRow name="TLS">On, verified with the CA file</CopyRow>
        <CopyRow name="CA file" what="caFile" isQuiet {...copying}>
          Latchkey’s own certificate
        </CopyRow>
      </>
    );
  }
  return (
    <CopyRow
      name="TLS"
      action={
        <Button size="small" look="quiet" aria-label="Turn on TLS" onPress={onTurnOn}>
          Turn on
        </Button>
      }
    >
      Off. With it, a client can tell Latchkey from another program on this port.
    </CopyRow>
  );
}
