/* A binary search tree of words: insert, walk in order, measure, free bottom-up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tree {
    const char *word;
    int count;
    struct tree *left;
    struct tree *right;
};

static struct tree *insert(struct tree *root, const char *word)
{
    if (root == NULL) {
        struct tree *leaf = calloc(1, sizeof *leaf);
        if (leaf == NULL)
            exit(1);
        leaf->word = word;
        leaf->count = 1;
        return leaf;
    }
    int order = strcmp(word, root->word);
    if (order < 0)
        root->left = insert(root->left, word);
    else if (order > 0)
        root->right = insert(root->right, word);
    else
        root->count++;
    return root;
}

static int height(const struct tree *root)
{
    if (root == NULL)
        return 0;
    int left = height(root->left);
    int right = height(root->right);
    return 1 + (left > right ? left : right);
}

static void print_in_order(const struct tree *root)
{
    if (root == NULL)
        return;
    print_in_order(root->left);
    printf("%-6s %d\n", root->word, root->count);
    print_in_order(root->right);
}

static void free_tree(struct tree *root)
{
    if (root == NULL)
        return;
    free_tree(root->left);
    free_tree(root->right);
    free(root); /* the children are gone, so nobody needs this node any more */
}

int main(void)
{
    const char *words[] = {"maple", "birch", "oak", "ash", "elm", "oak", "pine", "birch", "oak"};
    struct tree *root = NULL;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        root = insert(root, words[i]);

    print_in_order(root);
    printf("height %d\n", height(root));
    free_tree(root);
    return 0;
}
