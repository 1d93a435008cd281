// A bug in a page must not leave a white screen.
import { Component, type ComponentChildren } from 'preact';
import { t } from '../i18n/text';

export class SafetyNet extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main class="page">
        <h1>{t('common.broken_page')}</h1>
        <p>{t('common.broken_page_help')}</p>
        <p><a class="button" href={location.href} data-leaves>{t('common.reload')}</a></p>
      </main>
    );
  }
}
