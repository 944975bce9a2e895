using System.Reflection;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Architecture.Tests.Samples;
using Netflix.Architecture.Tests.Samples.Features;
using Netflix.Contracts;

namespace Netflix.Architecture.Tests;

internal sealed class TypeRulesTests
{
    private static readonly Assembly Contracts = typeof(AssetReady).Assembly;

    [Test]
    public void Modules_UseSharedPartsOnly() => Assert.That(Solution.ModuleAssemblies.SelectMany(TypeRules.ForeignReferences), Is.Empty);

    [Test]
    public void UseOfAModule_IsSeen() =>
        Assert.That(TypeRules.ForeignReferences(typeof(Program).Assembly), Does.Contain("Netflix.Host uses Netflix.Catalog"));

    [Test]
    public void Modules_ShowOneType() => Assert.That(Solution.ModuleAssemblies.SelectMany(TypeRules.PublicTypes), Is.Empty);

    [Test]
    public void PublicType_IsSeen() => Assert.That(TypeRules.PublicTypes(Contracts), Does.Contain("Netflix.Contracts.AssetReady"));

    [Test]
    public void Slices_AreInternalAndSealed() =>
        Assert.That(TypeRules.OpenSlices(Solution.ModuleAssemblies.SelectMany(module => module.GetTypes())), Is.Empty);

    [Test]
    public void OpenSlice_IsSeen() => Assert.That(
        TypeRules.OpenSlices(typeof(GoodSlice).Assembly.GetTypes()),
        Is.EquivalentTo(new[] { typeof(OpenSlice).FullName, typeof(SliceWithOpenRequest.Request).FullName }));

    [Test]
    public void Entities_ChangeByVerbs()
    {
        var contexts = Solution.ModuleAssemblies.SelectMany(module => module.GetTypes()).Where(type => type.IsSubclassOf(typeof(DbContext))).ToList();

        Assert.That(contexts, Has.Count.EqualTo(Solution.Modules.Length));
        Assert.That(contexts.Select(Open).SelectMany(TypeRules.SettableEntities), Is.Empty);
    }

    [Test]
    public void SettableEntity_IsSeen()
    {
        using var context = new SampleContext();

        Assert.That(TypeRules.SettableEntities(context), Is.EqualTo(new[] { $"{typeof(Settable).FullName}.Name" }));
    }

    [Test]
    public void Events_ArePastTenseRecordsOfContracts()
    {
        var consumed = Solution.ModuleAssemblies.SelectMany(module => module.GetTypes())
            .SelectMany(type => type.GetInterfaces())
            .Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IConsumer<>))
            .Select(face => face.GetGenericArguments()[0])
            .Where(message => message.Assembly.GetName().Name != "MassTransit.Abstractions")
            .ToHashSet();
        var published = Solution.Code
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(file.Text, @"\.Publish\(new (?:Contracts\.)?(\w+)\("))
            .Select(found => found.Groups[1].Value).Distinct()
            .Select(name => Contracts.GetType($"Netflix.Contracts.{name}") ?? throw new AssertionException($"{name} is published, but not in Contracts."))
            .ToHashSet();

        Assert.That(consumed.Where(message => message.Assembly != Contracts), Is.Empty);
        Assert.That(TypeRules.BadEvents(consumed.Union(published)), Is.Empty);
        Assert.That(published, Is.Not.Empty);
    }

    [Test]
    public void BadEvent_IsSeen() => Assert.That(
        TypeRules.BadEvents([typeof(ShowTitle), typeof(Samples.TitlePublished), typeof(TitleHidAndClosed), typeof(TitleClosed)]),
        Is.EquivalentTo(new[] { typeof(ShowTitle).FullName, typeof(TitleHidAndClosed).FullName, typeof(TitleClosed).FullName }));

    private static DbContext Open(Type context)
    {
        var builder = (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(context))!;
        return (DbContext)Activator.CreateInstance(context, builder.UseNpgsql("Host=none").Options)!;
    }
}
