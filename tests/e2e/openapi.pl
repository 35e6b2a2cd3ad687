#!/usr/bin/perl
# Holds answers to what /openapi.json says of them.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	openapi.pl SPEC answer PATH STATUS <BODY	is it what the route may answer?
#			Prints each place where it is not
#	openapi.pl SPEC parameters PATH	the names of its parameters, a line each
#	openapi.pl SPEC paths
#
# Of JSON Schema what the description uses: $ref, type, enum, properties,
# required, additionalProperties, items, minItems, maxItems; anything else is an
# error, so that nothing is taken for checked that is not.
use strict;
use warnings;
use JSON::PP;

my ($file, $what, $path, $status) = @ARGV;
my %known = map { $_ => 1 } qw($ref type enum properties required
	additionalProperties items minItems maxItems description default minimum
	maximum);

sub slurp
{
	local $/;
	return JSON::PP->new->utf8->decode(readline $_[0]);
}

open my $in, '<', $file or die "$file: $!\n";
my $spec = slurp($in);

sub type_of
{
	my ($value) = @_;

	return 'null' unless defined $value;
	return 'boolean' if JSON::PP::is_bool($value);
	return 'object' if ref $value eq 'HASH';
	return 'array' if ref $value eq 'ARRAY';
	my $text = JSON::PP->new->allow_nonref->encode($value);
	return $text =~ /^"/ ? 'string' : $text =~ /^-?\d+$/ ? 'integer' : 'number';
}

my @wrong;

sub check
{
	my ($value, $schema, $at) = @_;
	my $type = type_of($value);

	for (grep { !$known{$_} } keys %$schema) {
		die "the description uses '$_', which is not checked\n";
	}
	if (my $ref = $schema->{'$ref'}) {
		my ($name) = $ref =~ m{^#/components/schemas/(\w+)$};

		$spec->{components}{schemas}{$name // ''}
			or die "there is no schema '$ref'\n";
		return check($value, $spec->{components}{schemas}{$name}, $at);
	}
	my $types = $schema->{type} // [];
	my @types = ref $types ? @$types : $types;

	push @wrong, "$at: $type is not for " . join(' or ', @types)
		unless grep { $_ eq $type || $_ eq 'number' && $type eq 'integer' }
		@types;
	push @wrong, "$at: '$value' is not one of those named"
		if $schema->{enum} && !grep { $_ eq $value } @{$schema->{enum}};
	check_array($value, $schema, $at) if $type eq 'array';
	check_object($value, $schema, $at) if $type eq 'object';
}

sub check_array
{
	my ($value, $schema, $at) = @_;

	push @wrong, "$at: has " . @$value . " items"
		if @$value < ($schema->{minItems} // 0) ||
		@$value > ($schema->{maxItems} // @$value);
	check($value->[$_], $schema->{items}, "$at/$_") for 0 .. $#$value;
}

sub check_object
{
	my ($value, $schema, $at) = @_;
	my $properties = $schema->{properties} // {};
	my $rest = $schema->{additionalProperties};

	for (@{$schema->{required} // []}) {
		push @wrong, "$at: has no '$_'" unless exists $value->{$_};
	}
	for (sort keys %$value) {
		if ($properties->{$_}) {
			check($value->{$_}, $properties->{$_}, "$at/$_");
		} elsif (ref $rest eq 'HASH') {
			check($value->{$_}, $rest, "$at/$_");
		} elsif (defined $rest && !$rest) {
			push @wrong, "$at: '$_' is not described";
		}
	}
}

if ($what eq 'paths') {
	print "$_\n" for sort keys %{$spec->{paths}};
	exit 0;
}
my $get = $spec->{paths}{$path}{get} or die "'$path' is not described\n";
if ($what eq 'parameters') {
	print "$_->{name}\n" for @{$get->{parameters}};
	exit 0;
}
my $content = $get->{responses}{$status}{content}
	or die "'$path' is not described with $status\n";
check(slurp(\*STDIN), $content->{'application/json'}{schema}, '');
print "$_\n" for @wrong;
exit(@wrong > 0);
