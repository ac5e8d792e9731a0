import { droppedPath } from '../../../lib/core/journey/base-path.ts';

describe('droppedPath()', () => {
  it.each([
    ['/users', 'https://shop.example/api', '/api', '/api/users'],
    ['/users', 'https://shop.example/api/', '/api', '/api/users'],
    ['users', 'https://shop.example/v1/api', '/v1/api', '/v1/api/users'],
    ['/apiary', 'https://shop.example/api', '/api', '/api/apiary'],
  ])('droppedPath() of "%s" below %s', (...given) => {
    const [address, base, path, expected] = given;

    expect(droppedPath(address, base)).toEqual({ path, expected });
  });

  it.each([
    ['users', 'https://shop.example/api/'],
    ['/api/users', 'https://shop.example/api'],
    ['/api', 'https://shop.example/api/'],
    ['/users', 'https://shop.example'],
    ['?page=2', 'https://shop.example/api'],
    ['../health', 'https://shop.example/api/'],
    ['https://other.example/users', 'https://shop.example/api'],
    ['//other.example/users', 'https://shop.example/api'],
    ['', 'https://shop.example/api'],
    ['/users', 'no URL'],
  ])('droppedPath() of "%s" below %s is null', (address, base) => {
    expect(droppedPath(address, base)).toBeNull();
  });
});
