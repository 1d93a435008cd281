import '../shared/style/index.css';
import './resident.css';
import { start } from '../shared/app/start';
import { ResidentPages } from './ResidentPages';

void start({
  prefix: '',
  others: ['/staff', '/finance'],
  catalogues: {
    ja: () => import('../shared/i18n/generated/resident.ja.gen'),
    en: () => import('../shared/i18n/generated/resident.en.gen'),
  },
  Pages: ResidentPages,
});
