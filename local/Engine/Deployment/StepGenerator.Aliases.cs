using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

internal sealed partial class StepGenerator
{
    // _aliasOf maps an old URN to the new one, _formerly the new one to the old.
    private readonly Dictionary<Urn, Urn> _aliasOf = [];
    private readonly Dictionary<Urn, Urn> _formerly = [];

    private (ResourceState? Old, Urn Alias) FindOld(Urn urn, ResourceGoal goal)
    {
        if (_aliasOf.TryGetValue(urn, out var taker))
        {
            throw new EngineException(
                $"{urn} is registered, but {taker} already claimed its state through an alias; remove the resource or the alias."
            );
        }
        if (context.Prior.Find(urn) is { } same)
        {
            return (same, default);
        }
        foreach (var alias in Aliases(goal))
        {
            if (context.Prior.Find(alias) is { } old)
            {
                if (_seen.Contains(alias) || _aliasOf.ContainsKey(alias))
                {
                    throw new EngineException(
                        $"{urn} has the alias {alias}, but another resource of this program already uses that state; remove the alias."
                    );
                }
                _aliasOf[alias] = urn;
                _formerly[urn] = alias;
                return (old, alias);
            }
        }
        return (null, default);
    }

    private IEnumerable<Urn> Aliases(ResourceGoal goal)
    {
        var own = goal.Aliases.Select(alias => Resolve(alias, goal)).ToList();

        // Renaming a parent renames its children.
        if (!goal.Parent.IsEmpty && _formerly.TryGetValue(goal.Parent, out var formerParent))
        {
            own.Add(Inherited(goal.Type, goal.Name, goal.Parent.Name, formerParent));
            own.AddRange(
                goal.Aliases.Select(alias => Resolve(alias, goal))
                    .Select(urn => Inherited(urn.Type, urn.Name, goal.Parent.Name, formerParent))
            );
        }
        return own.Distinct();
    }

    private Urn Resolve(Alias alias, ResourceGoal goal)
    {
        if (!alias.Urn.IsEmpty)
        {
            return alias.Urn;
        }
        var parent =
            alias.NoParent ? default
            : alias.Parent.IsEmpty ? goal.Parent
            : _formerly.GetValueOrDefault(alias.Parent, alias.Parent);
        return Urn.Create(
            alias.Stack.Length > 0 ? alias.Stack : context.Stack.Stack,
            alias.Project.Length > 0 ? alias.Project : context.Stack.Project,
            parent,
            alias.Type.Length > 0 ? alias.Type : goal.Type,
            alias.Name.Length > 0 ? alias.Name : goal.Name
        );
    }

    // A child whose name starts with its parent's name was renamed with it.
    private Urn Inherited(string type, string name, string parentName, Urn formerParent) =>
        Urn.Create(
            context.Stack.Stack,
            context.Stack.Project,
            formerParent,
            type,
            name.StartsWith(parentName, StringComparison.Ordinal) ? formerParent.Name + name[parentName.Length..] : name
        );
}
