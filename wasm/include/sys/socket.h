/* wasi-libc's, and the functions that it leaves out: there is no network, so they fail. */
#ifndef HEAPSCOPE_SYS_SOCKET_H
#define HEAPSCOPE_SYS_SOCKET_H

#include_next <sys/socket.h>

#ifndef AF_UNIX
#define AF_UNIX 1
#define PF_UNIX AF_UNIX
#endif
#ifndef SOMAXCONN
#define SOMAXCONN 128
#endif

int socket(int, int, int);
int socketpair(int, int, int, int[2]);
int connect(int, const struct sockaddr *, socklen_t);
int bind(int, const struct sockaddr *, socklen_t);
int listen(int, int);
int getsockname(int, struct sockaddr *__restrict, socklen_t *__restrict);
int getpeername(int, struct sockaddr *__restrict, socklen_t *__restrict);
ssize_t sendto(int, const void *, size_t, int, const struct sockaddr *, socklen_t);
ssize_t recvfrom(int, void *__restrict, size_t, int, struct sockaddr *__restrict, socklen_t *__restrict);
int setsockopt(int, int, int, const void *, socklen_t);

#endif
