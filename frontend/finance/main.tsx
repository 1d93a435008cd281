import '../shared/style/index.css';
import './finance.css';
import { start } from '../shared/app/start';
import { FinancePages } from './FinancePages';

void start({
  prefix: '/finance',
  catalogues: {
    ja: () => import('../shared/i18n/generated/finance.ja.gen'),
    en: () => import('../shared/i18n/generated/finance.en.gen'),
  },
  Pages: FinancePages,
});
