import { useState } from 'react';
import { sessionTarget, type NodesFound } from '../../app/tunnels/model.ts';
import { Button } from '../ui/button.tsx';
import { Combo } from '../ui/combo.tsx';
import { copyTunnelPolicy, findNodes } from '../tunnels/actions.ts';
import css from './connection-dialog.module.css';
import { draftOf, portOf, wholeForm, type ConnectionForm } from './form.ts';
import { Part, type Said } from './form-part.tsx';

interface Props {
  readonly form: ConnectionForm;
  readonly put: (form: ConnectionForm) => void;
  readonly said: Said;
}

/** The node that Session Manager connects to: found by Latchkey, or one of those that a look has found, or typed. */
export function NodeField({ form, put, said }: Props) {
  const [found, setFound] = useState<NodesFound | null>(null);
  const [word, setWord] = useState('');
  const [isLooking, setLooking] = useState(false);

  async function look(): Promise<void> {
    const { profile, region, host, port } = wholeForm(form);
    setLooking(true);
    const nodes = await findNodes({ profile, region, address: { host, port: portOf(port) } });
    setLooking(false);
    if ('code' in nodes) {
      setFound(null);
      return setWord([nodes.message, nodes.hint].filter(Boolean).join(' '));
    }
    setFound(nodes);
    setWord(lookText(nodes));
  }

  const target = form.sessionTarget.trim();
  const chosen = found?.candidates.find((one) => one.target === target);
  return (
    <>
      <Part field="sessionTarget">
        <Combo
          label="Node"
          value={form.sessionTarget}
          placeholder="Found automatically"
          suggestions={(found?.candidates ?? []).map((one) => ({
            text: one.target,
            note: [one.name, one.why].filter(Boolean).join(': '),
          }))}
          onChange={(typed) => put({ ...form, sessionTarget: typed })}
          {...said}
          hint={said.hint ?? chosen?.why}
        />
      </Part>
      <div className={css['note']}>
        <p>
          Through a node of AWS Systems Manager, with nothing to install. Leave it empty, and Latchkey finds
          one.
        </p>
        <p role="status">{isLooking ? 'Looking…' : word}</p>
        <Button
          look="link"
          isDisabled={draftOf({ ...form, name: 'x', dbUser: 'x', sessionTarget: '' }) === null}
          isPending={isLooking}
          onPress={() => void look()}
        >
          Look for nodes
        </Button>
        {' · '}
        <Button
          look="link"
          isDisabled={form.region.trim() === ''}
          onPress={() => {
            const named = sessionTarget.safeParse(target);
            void copyTunnelPolicy(form.region.trim(), named.success ? named.data : null);
          }}
        >
          Copy policy
        </Button>
      </div>
    </>
  );
}

function lookText({ candidates, denied }: NodesFound): string {
  const usable = candidates.filter(({ isBlocked }) => !isBlocked).length;
  const [best] = candidates;
  const what =
    best === undefined
      ? 'No node was found in this VPC.'
      : usable === 0
        ? `None of ${candidates.length} nodes can be used. ${best.name || best.target}: ${best.why}`
        : `${usable} of ${candidates.length} nodes can be used. First choice: ${best.name || best.target}. ${best.why}`;
  return denied.length === 0 ? what : `${what} AWS does not allow ${denied.join(', ')}.`;
}
