// What a closure would meet; nothing is closed yet.
import { useEffect, useRef } from 'preact/hooks';
import type { ClosurePreview, ClosureRequest } from '../../shared/api/staff';
import { Banner } from '../../shared/components/Banner';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { ConflictTable } from './ConflictTable';

interface Properties { preview: ClosurePreview; request: ClosureRequest; busy: boolean; onConfirm(): void }

export function ClosurePreviewSection({ preview, request, busy, onConfirm }: Properties) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [preview]);
  const count = preview.total;
  const revokes = request.bookings === 'revoke' && count > 0;
  return (
    <div class="preview">
      <h2 id="preview-title" ref={heading} tabIndex={-1}>{t('staff.closure.preview', { count })}</h2>
      {count > 0 && (
        <>
          <ConflictTable labelled_by="preview-title" conflicts={preview.conflicts.map((booking) => ({ booking }))} more={count - preview.conflicts.length} />
          <p><strong>{t('staff.closure.refund_if_all', { amount: yen(preview.refund_yen) })}</strong></p>
        </>
      )}
      {revokes && (
        <Banner kind="warning" title={t('staff.closure.will_revoke', { count })}>
          <p>{t('staff.closure.will_revoke_help')}</p>
        </Banner>
      )}
      {!revokes && count > 0 && <Banner kind="info" title={t('staff.closure.will_keep', { count })} />}
      <p>
        <button type="button" class={`button${revokes ? ' button--danger' : ''}`} aria-busy={busy} onClick={onConfirm}>
          {revokes ? t('staff.closure.do_revoke', { count }) : t('staff.closure.do')}
        </button>
      </p>
    </div>
  );
}
