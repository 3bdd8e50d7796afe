export const plane = {};
