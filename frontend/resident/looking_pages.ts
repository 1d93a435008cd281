// What everybody may look at.
export { DayPage } from './pages/DayPage';
export { FeesPage } from './pages/FeesPage';
export { FacilityPage } from './pages/FacilityPage';
export { LogInPage } from './pages/LogInPage';
export { MonthPage } from './pages/MonthPage';
export { SearchPage } from './pages/SearchPage';
export { WeekPage } from './pages/WeekPage';
