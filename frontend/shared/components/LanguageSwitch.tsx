// Each language in its own words; stays on the page one is on.
import { language, languages, type Language } from '../i18n/text';
import { inLanguage } from '../app/route';
import { usePlace } from '../app/router';

const names: Record<Language, string> = { ja: '日本語', en: 'English' };

export function LanguageSwitch() {
  usePlace();
  return (
    <ul class="languages">
      {languages.filter((other) => other !== language()).map((other) => (
        <li key={other}>
          <a href={inLanguage(location.pathname, location.search, other)} lang={other} hreflang={other} data-leaves>
            {names[other]}
          </a>
        </li>
      ))}
    </ul>
  );
}
