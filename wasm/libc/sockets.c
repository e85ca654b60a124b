/* There is no network here: making a socket says so, and fails; so does all that needs one. */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>

#include "heapscope/host.h"

static int unsupported(const char *name) {
  hs_unsupported(name);
  errno = ENOSYS;
  return -1;
}
static int no_socket(void) {
  errno = ENOTSOCK;
  return -1;
}

int socket(int domain, int type, int protocol) {
  (void)domain, (void)type, (void)protocol;
  return unsupported("socket");
}
int socketpair(int domain, int type, int protocol, int pair[2]) {
  (void)domain, (void)type, (void)protocol, (void)pair;
  return unsupported("socketpair");
}
int connect(int socket, const struct sockaddr *address, socklen_t length) {
  (void)socket, (void)address, (void)length;
  return no_socket();
}
int bind(int socket, const struct sockaddr *address, socklen_t length) {
  (void)socket, (void)address, (void)length;
  return no_socket();
}
int listen(int socket, int backlog) {
  (void)socket, (void)backlog;
  return no_socket();
}
int getsockname(int socket, struct sockaddr *restrict address, socklen_t *restrict length) {
  (void)socket, (void)address, (void)length;
  return no_socket();
}
int getpeername(int socket, struct sockaddr *restrict address, socklen_t *restrict length) {
  (void)socket, (void)address, (void)length;
  return no_socket();
}
ssize_t sendto(int socket, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length) {
  (void)socket, (void)data, (void)size, (void)flags, (void)to, (void)length;
  return no_socket();
}
ssize_t recvfrom(int socket, void *restrict data, size_t size, int flags, struct sockaddr *restrict from,
                 socklen_t *restrict length) {
  (void)socket, (void)data, (void)size, (void)flags, (void)from, (void)length;
  return no_socket();
}
int setsockopt(int socket, int level, int option, const void *value, socklen_t length) {
  (void)socket, (void)level, (void)option, (void)value, (void)length;
  return no_socket();
}

int h_errno;
int getaddrinfo(const char *restrict node, const char *restrict service, const struct addrinfo *restrict hints,
                struct addrinfo **restrict result) {
  (void)node, (void)service, (void)hints, (void)result;
  unsupported("getaddrinfo");
  return EAI_SYSTEM;
}
void freeaddrinfo(struct addrinfo *list) { (void)list; }
const char *gai_strerror(int code) {
  return code == EAI_NONAME ? "Name or service not known" : code == EAI_SYSTEM ? "System error" : "Unknown error";
}
struct hostent *gethostbyname(const char *name) {
  (void)name;
  h_errno = 3;
  unsupported("gethostbyname");
  return NULL;
}
void herror(const char *what) { fprintf(stderr, "%s: Host name lookup failure\n", what); }
