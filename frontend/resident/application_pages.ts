// What one needs only with something of one's own.
export { UnfinishedNotice } from './account/UnfinishedNotice';
export { ApplicationPage } from './pages/ApplicationPage';
export { BasketPage } from './pages/BasketPage';
export { CancelPage } from './pages/CancelPage';
export { ChangePage } from './pages/ChangePage';
export { CheckPage } from './pages/CheckPage';
export { DetailsPage } from './pages/DetailsPage';
export { MyPage } from './pages/MyPage';
export { MyReductionsPage } from './pages/MyReductionsPage';
export { PaymentPage } from './pages/PaymentPage';
export { ReductionPage } from './pages/ReductionPage';
export { SeriesPage } from './pages/SeriesPage';
export { TicketsPage } from './pages/TicketsPage';
export { WaitingPage } from './pages/WaitingPage';
