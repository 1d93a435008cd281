import { usePageTitle } from '../../shared/app/page_title';
import { to } from '../../shared/app/router';
import { Heading } from '../../shared/components/Heading';
import { t } from '../../shared/i18n/text';

export function NotFoundPage() {
  usePageTitle(t('common.no_such_page'));
  return (
    <>
      <Heading>{t('common.no_such_page')}</Heading>
      <p>{t('common.no_such_page_help')}</p>
      <p><a class="button" href={to('/')}>{t('resident.nav.search')}</a></p>
    </>
  );
}
