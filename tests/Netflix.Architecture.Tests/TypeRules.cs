using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Netflix.Architecture.Tests;

/// <summary>Rules on compiled types; each gives what breaks it.</summary>
internal static partial class TypeRules
{
    private static readonly string[] Shared = ["Netflix.Contracts", "Netflix.Messaging", "Netflix.Storage", "Netflix.ServiceDefaults"];

    internal static IEnumerable<string> ForeignReferences(Assembly module) =>
        from reference in module.GetReferencedAssemblies()
        where reference.Name!.StartsWith("Netflix.", StringComparison.Ordinal) && !Shared.Contains(reference.Name)
        select $"{module.GetName().Name} uses {reference.Name}";

    /// <summary>All that others may see of Netflix.Catalog is CatalogModule.</summary>
    internal static IEnumerable<string> PublicTypes(Assembly module) =>
        from type in module.GetExportedTypes()
        where type.FullName != $"{module.GetName().Name}.{module.GetName().Name!["Netflix.".Length..]}Module"
        select type.FullName;

    /// <summary>Slices and all within them: not public, and sealed or static.</summary>
    internal static IEnumerable<string> OpenSlices(IEnumerable<Type> types) =>
        from type in types
        where type.IsClass && type.Namespace?.Split('.').Contains("Features") == true
            && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && type.FullName?.Contains('<') == false
            && (type.IsVisible || !type.IsSealed) // a static class is abstract and sealed
        select type.FullName;

    /// <summary>Entities change by verbs: no property of a mapped type can be set from outside.</summary>
    internal static IEnumerable<string> SettableEntities(DbContext context) =>
        from entity in context.Model.GetEntityTypes()
        where entity.ClrType.Assembly == context.GetType().Assembly
        from property in entity.ClrType.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where property.SetMethod is { IsPublic: true } setter
            && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
        select $"{entity.ClrType.FullName}.{property.Name}";

    /// <summary>Events tell what has happened: sealed records, their names in the past tense or a state come about.</summary>
    internal static IEnumerable<string> BadEvents(IEnumerable<Type> events) =>
        from type in events
        where !PastTense().IsMatch(type.Name) || !type.IsSealed || type.GetMethod("<Clone>$") is null
        select type.FullName;

    [GeneratedRegex("(ed|Ready|Up|Down|SignedOut)$")]
    private static partial Regex PastTense();
}
