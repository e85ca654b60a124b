/* void main(int argc, char **argv, char **envp) */
extern char **environ;

void program_main(int argc, char **argv, char **envp) __asm__("main");

int __main_argc_argv(int argc, char **argv);
int __main_argc_argv(int argc, char **argv) {
  program_main(argc, argv, environ);
  return 0;
}
