const { src, dest } = require('gulp');

/** tsc writes the code; n8n also wants the icons and codex files beside it. */
exports.default = () =>
	src(['nodes/**/*.{svg,json}', 'credentials/**/*.svg'], { base: '.', encoding: false }).pipe(dest('dist'));
