// PracticeCluster
