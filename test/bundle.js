const { vendor } = require('../gulpfile');

/** Before jest runs: the libraries as they ship, which is what the tests test. */
module.exports = vendor;
