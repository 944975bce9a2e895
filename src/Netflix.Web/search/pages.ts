export { MyListPage } from '../mylist/MyListPage';
export { Browse } from './Browse';
export { CollectionPage } from './CollectionPage';
export { PersonPage } from './PersonPage';
export { Search } from './Search';
