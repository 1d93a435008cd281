import { useEffect } from 'preact/hooks';
import { t } from '../i18n/text';

/** `エラー: 利用内容 | 施設の予約`: what a screen reader says first. */
export function usePageTitle(title: string, has_errors = false): void {
  useEffect(() => {
    const page = has_errors ? t('common.error_title', { title }) : title;
    document.title = `${page} | ${t('common.service')}`;
  }, [title, has_errors]);
}
