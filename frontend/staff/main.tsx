import '../shared/style/index.css';
import './staff.css';
import { start } from '../shared/app/start';
import { StaffPages } from './StaffPages';

void start({
  prefix: '/staff',
  catalogues: {
    ja: () => import('../shared/i18n/generated/staff.ja.gen'),
    en: () => import('../shared/i18n/generated/staff.en.gen'),
  },
  Pages: StaffPages,
});
