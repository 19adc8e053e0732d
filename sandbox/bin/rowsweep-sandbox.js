#!/usr/bin/env node
// Stands in the repository, unlike what it loads, so that npm can link the command before anything is built.
import '../dist/cli.js';
