import { useEffect, useState } from 'react';
import type { Form, Preview, Wish } from '../../app/copy-as/model.ts';
import { ask, type Failure } from '../api.ts';
import type { Named } from '../tokens/actions.ts';

/** What main says that a wish would copy, and the form that it was said of. */
export interface Shown {
  readonly form: Form;
  readonly preview: Preview | null;
  readonly failure: Failure | null;
}

/**
 * Asks main for the preview of a wish, and again when something changes that it depends on. Until the answer
 * is there the one before stands, so that nothing flickers.
 *
 * @param dependsOn anything whose change can change the text
 */
export function usePreview(
  named: Named,
  form: Form | undefined,
  { way, withSecret }: Omit<Wish, 'form'>,
  dependsOn: unknown,
): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null);
  const name = JSON.stringify(named);
  useEffect(() => {
    if (form === undefined) return undefined;
    let isWanted = true;
    const wish = { form: form.id, way, withSecret };
    void ask((bridge) => bridge.copyAs.preview({ ...named, wish })).then((reply) => {
      if (!isWanted) return;
      setShown(
        reply.ok
          ? { form, preview: reply.value, failure: null }
          : { form, preview: null, failure: reply.error },
      );
    });
    return () => {
      isWanted = false;
    };
    // the same name in another object asks for nothing new
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [name, form, way, withSecret, dependsOn]);
  return shown;
}
