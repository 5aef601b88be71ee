import { useState, type KeyboardEvent } from 'react';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { acceleratorOf, acceleratorText } from './accelerator.ts';
import { changeSettings } from './actions.ts';
import css from './settings-dialog.module.css';

/** The keys that bring the palette from anywhere; off until the user has pressed some. */
export function ShortcutField() {
  const accelerator = useStore((state) => state.settings.globalShortcut);
  const isMac = useStore((state) => state.platform === 'darwin');
  const [isListening, setListening] = useState(false);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isListening || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setListening(false);
    const pressed = acceleratorOf(event.nativeEvent, isMac);
    if (pressed === null) return;
    setListening(false);
    void changeSettings({ globalShortcut: pressed });
  };
  const text = accelerator === null ? 'Off' : acceleratorText(accelerator, isMac);
  const shown = isListening ? 'Press keys, such as Ctrl+Shift+Space' : text;
  return (
    <div className={css['row']}>
      <span className={css['label']}>Global shortcut</span>
      <div className={css['shortcut']} onKeyDownCapture={onKeyDown} onBlur={() => setListening(false)}>
        <Button size="small" aria-label={`Global shortcut: ${shown}`} onPress={() => setListening(true)}>
          {shown}
        </Button>
        {accelerator !== null && !isListening && (
          <Button look="quiet" size="small" onPress={() => void changeSettings({ globalShortcut: null })}>
            Turn off
          </Button>
        )}
        <p className={css['hint']}>Opens the palette from any program.</p>
      </div>
    </div>
  );
}
