"""The verbs of the command line, one module each; `exits` says how a verb ends, `options` what several of them take."""
