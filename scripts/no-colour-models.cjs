// In place of color-convert in the functions: styles load it for colours beyond the sixteen of a
// terminal, which no expectation uses.
module.exports = {};
