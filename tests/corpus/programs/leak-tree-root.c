/* expect: leak:definitely-lost 13 */
#include <stdlib.h>
#include <stdio.h>

typedef struct tree {
    int key;
    struct tree *left, *right;
} Tree;

Tree *insert(Tree *t, int key)
{
    if (!t) {
        t = malloc(sizeof(Tree));
        t->key = key;
        t->left = t->right = NULL;
        return t;
    }
    if (key < t->key)
        t->left = insert(t->left, key);
    else
        t->right = insert(t->right, key);
    return t;
}

/* Frees the children but not the node... */
void destroy(Tree *t)
{
    if (t->left) { destroy(t->left); free(t->left); }
    if (t->right) { destroy(t->right); free(t->right); }
}

int main()
{
    int a[] = {5, 3, 8, 1, 4, 9};
    Tree *root = NULL;
    for (int i = 0; i < 6; i++) root = insert(root, a[i]);
    destroy(root);
    root = NULL;
    printf("done\n");
}
