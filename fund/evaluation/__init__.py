"""Performance self-evaluation of a programme's year, 绩效自评: goals, what was reached, points,
grade.
"""
