import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import css from './dialog.module.css';

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** What stays in sight below while the rest scrolls: the buttons that end it. */
  readonly footer?: ReactNode;
  readonly size?: 'small' | 'wide' | 'large';
  /** It holds nothing to press: the keyboard scrolls it. */
  readonly isText?: boolean;
  /** A click beside it does not close it: something waits for it. */
  readonly staysOpen?: boolean;
}

/** A dialog over the window; Esc and, mostly, a click beside it close it, and the focus goes back. */
export function Dialog({ title, isOpen, onClose, children, footer, size, isText, staysOpen }: Props) {
  return (
    <ModalOverlay
      className={css['overlay'] ?? ''}
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable={staysOpen !== true}
    >
      <Modal className={cx(css['modal'], size && css[size])}>
        <AriaDialog className={css['dialog'] ?? ''}>
          <header className={css['header']}>
            <Heading slot="title" level={2} className={css['title'] ?? ''}>
              {title}
            </Heading>
            <Button look="quiet" size="icon" aria-label="Close" onPress={onClose}>
              <X size={16} />
            </Button>
          </header>
          {isText === true ? (
            <TextBody title={title}>{children}</TextBody>
          ) : (
            <div className={css['body']}>{children}</div>
          )}
          {footer !== undefined && <footer className={css['footer']}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function TextBody({ title, children }: Pick<Props, 'title' | 'children'>) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
    <div className={css['body']} role="group" aria-label={title} tabIndex={0}>
      {children}
    </div>
  );
}
