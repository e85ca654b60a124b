/* int main(int argc, char **argv, char **envp) */
extern char **environ;

int program_main(int argc, char **argv, char **envp) __asm__("main");

int __main_argc_argv(int argc, char **argv);
int __main_argc_argv(int argc, char **argv) { return program_main(argc, argv, environ); }
