import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from './button.tsx';
import css from './dialog.module.css';

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog over the window; Esc and a click beside it close it, and the focus goes back. */
export function Dialog({ title, isOpen, onClose, children }: Props) {
  return (
    <ModalOverlay
      className={css['overlay'] ?? ''}
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable
    >
      <Modal className={css['modal'] ?? ''}>
        <AriaDialog className={css['dialog'] ?? ''}>
          <header className={css['header']}>
            <Heading slot="title" level={2} className={css['title'] ?? ''}>
              {title}
            </Heading>
            <Button look="quiet" size="icon" aria-label="Close" onPress={onClose}>
              <X size={16} />
            </Button>
          </header>
          <div className={css['body']}>{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
