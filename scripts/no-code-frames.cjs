// In place of @babel/code-frame in the functions: expectations would show lines of the bundle with it,
// which are not the journey's. jest goes on without a frame.
exports.codeFrameColumns = () => {
  throw new Error('excerpts of code are not part of this function');
};
